package dev.hourglass.cuda;

import dev.hourglass.spi.Availability;
import java.util.List;

/** Says what the backend finds, and where it looks; ends with 1 where it cannot be used. */
final class Doctor {

    private Doctor() {
    }

    public static void main(String[] arguments) {
        System.out.println("Java " + Runtime.version() + " on " + JcudaNatives.platform());
        LibraryFolders folders = LibraryFolders.usual();
        folders.folders().forEach(folder -> System.out.println("looks in " + folder));
        for (String library : List.of("libcuda.so.1", "libcublas.so.12", "libcublas.so.13",
                "libcublasLt.so.12", "libcublasLt.so.13", "libcudnn.so.9", "libcudnn.so.8")) {
            System.out.println(library + ": " + folders.find(library).map(Object::toString).orElse("none"));
        }
        switch (new CudaProvider().probe()) {
            case Availability.Ready(var device) -> System.out.println("ready: " + device);
            case Availability.Missing(var reason) -> {
                System.out.println("cannot be used: " + reason);
                System.exit(1);
            }
        }
    }
}
