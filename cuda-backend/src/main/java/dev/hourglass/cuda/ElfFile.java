package dev.hourglass.cuda;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A 64-bit little-endian shared object, as far as needed to name another library in the place of one it
 * needs: the name stands once in the string table, and the list of needed libraries, the list of needed
 * versions and the version's hash refer to it.
 */
final class ElfFile {
    private static final int MAGIC = 0x464c457f;
    private static final int LOAD = 1;
    private static final int DYNAMIC = 2;
    private static final long NEEDED = 1;
    private static final long STRING_TABLE = 5;
    private static final long VERSIONS_NEEDED = 0x6ffffffeL;
    private static final long VERSIONS_NEEDED_COUNT = 0x6fffffffL;

    /** Bytes of the file that are mapped to addresses. */
    private record Segment(long fileOffset, long address, long bytes) {
    }

    private final byte[] file;
    private final ByteBuffer view;
    private final List<Segment> segments = new ArrayList<>();
    private long dynamic = -1;
    private long dynamicBytes;

    private ElfFile(byte[] file) {
        this.file = file;
        this.view = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < 64 || view.getInt(0) != MAGIC || file[4] != 2 || file[5] != 1) {
            throw new IllegalArgumentException("not a 64-bit little-endian ELF file");
        }
        long table = view.getLong(0x20);
        int size = view.getShort(0x36) & 0xffff;
        int count = view.getShort(0x38) & 0xffff;
        for (int i = 0; i < count; i++) {
            int at = Math.toIntExact(table + (long) i * size);
            if (view.getInt(at) == LOAD) {
                segments.add(
                        new Segment(view.getLong(at + 8), view.getLong(at + 16), view.getLong(at + 32)));
            } else if (view.getInt(at) == DYNAMIC) {
                dynamic = view.getLong(at + 8);
                dynamicBytes = view.getLong(at + 32);
            }
        }
        if (dynamic < 0) {
            throw new IllegalArgumentException("not a shared object: it has no dynamic section");
        }
    }

    /** The libraries a shared object needs. */
    static List<String> needed(byte[] file) {
        var elf = new ElfFile(file);
        int strings = elf.offset(elf.value(STRING_TABLE));
        return elf.values(NEEDED).stream().map(name -> elf.string(strings + Math.toIntExact(name))).toList();
    }

    /**
     * A copy that needs {@code to} where the original needs {@code from}.
     *
     * @throws IllegalArgumentException when the names differ in length or {@code from} is not needed
     */
    static byte[] renamed(byte[] file, String from, String to) {
        if (from.length() != to.length()) {
            throw new IllegalArgumentException("'" + from + "' and '" + to + "' differ in length");
        }
        var elf = new ElfFile(file.clone());
        elf.rename(from, to);
        return elf.file;
    }

    private void rename(String from, String to) {
        int strings = offset(value(STRING_TABLE));
        Set<Integer> places = new HashSet<>();
        for (long name : values(NEEDED)) {
            if (string(strings + Math.toIntExact(name)).equals(from)) {
                places.add(strings + Math.toIntExact(name));
            }
        }
        if (places.isEmpty()) {
            throw new IllegalArgumentException(from + " is not among what it needs: " + needed(file));
        }
        renameVersions(strings, from, to, places);
        byte[] name = to.getBytes(US_ASCII);
        for (int place : places) {
            System.arraycopy(name, 0, file, place, name.length);
        }
    }

    private void renameVersions(int strings, String from, String to, Set<Integer> places) {
        if (values(VERSIONS_NEEDED).isEmpty()) {
            return;
        }
        int library = offset(value(VERSIONS_NEEDED));
        for (long i = value(VERSIONS_NEEDED_COUNT); i > 0; i--) {
            int versions = view.getShort(library + 2) & 0xffff;
            int name = strings + view.getInt(library + 4);
            if (string(name).equals(from)) {
                places.add(name);
            }
            int version = library + view.getInt(library + 8);
            for (int k = 0; k < versions; k++) {
                int node = strings + view.getInt(version + 8);
                if (string(node).equals(from)) {
                    view.putInt(version, hash(to));
                    places.add(node);
                }
                version += view.getInt(version + 12);
            }
            library += view.getInt(library + 12);
        }
    }

    private long value(long tag) {
        return values(tag).stream().findFirst().orElseThrow(
                () -> new IllegalArgumentException("the dynamic section has no entry " + tag));
    }

    private List<Long> values(long tag) {
        var values = new ArrayList<Long>();
        for (long at = dynamic; at < dynamic + dynamicBytes; at += 16) {
            long found = view.getLong(Math.toIntExact(at));
            if (found == 0) {
                break;
            }
            if (found == tag) {
                values.add(view.getLong(Math.toIntExact(at + 8)));
            }
        }
        return values;
    }

    private int offset(long address) {
        for (Segment each : segments) {
            if (address >= each.address && address < each.address + each.bytes) {
                return Math.toIntExact(address - each.address + each.fileOffset);
            }
        }
        throw new IllegalArgumentException("address " + address + " is in no segment");
    }

    private String string(int at) {
        int end = at;
        while (file[end] != 0) {
            end++;
        }
        return new String(file, at, end - at, US_ASCII);
    }

    /** The hash of a version's name, from the System V ABI. */
    private static int hash(String name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash << 4) + name.charAt(i);
            int high = hash & 0xf0000000;
            hash = (hash ^ high >>> 24) & ~high;
        }
        return hash;
    }
}
