package dev.hourglass.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Programs as tables for people. */
public final class ProgramPrinter {

    /** One op of a routine: what it does, what it reads and writes, and what it costs. */
    public record Row(int number, String op, String writes, String reads, String detail, long flops,
            long bytes) {
    }

    private ProgramPrinter() {
    }

    /** The ops of a routine, in the order they run. */
    public static List<Row> rows(Program program, Routine routine) {
        var rows = new ArrayList<Row>();
        for (Op op : program.ops(routine)) {
            rows.add(new Row(rows.size(), op.name(), text(op.writes()), text(op.reads()), op.detail(),
                    op.flops(),
                    bytes(op)));
        }
        return rows;
    }

    /** Memory an op moves when nothing stays in a cache: everything it reads and everything it writes. */
    public static long bytes(Op op) {
        return op.reads().stream().mapToLong(Slot::bytes).sum()
                + op.writes().stream().mapToLong(Slot::bytes).sum();
    }

    /** The table as text, with totals. */
    public static String table(Program program, Routine routine) {
        var rows = rows(program, routine);
        var text = new StringBuilder(
                String.format(Locale.ROOT, "%-4s %-18s %-34s %-44s %9s %9s%n", "#", "op", "writes",
                        "detail", "MFLOP", "MB"));
        for (Row row : rows) {
            text.append(String.format(Locale.ROOT, "%-4d %-18s %-34s %-44s %9.2f %9.2f%n", row.number, row.op,
                    row.writes, row.detail, row.flops / 1e6, row.bytes / 1e6));
        }
        long flops = rows.stream().mapToLong(Row::flops).sum();
        long bytes = rows.stream().mapToLong(Row::bytes).sum();
        return text.append(
                String.format(Locale.ROOT, "%-4d %-18s %-34s %-44s %9.2f %9.2f%n", rows.size(), "in all", "",
                        "", flops / 1e6, bytes / 1e6))
                .toString();
    }

    private static String text(List<Slot> slots) {
        return slots.stream().map(Slot::toString).collect(Collectors.joining(", "));
    }
}
