package dev.hourglass.cuda;

import dev.hourglass.spi.Availability;
import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Options.Arithmetic;
import java.nio.file.Path;
import java.util.Arrays;

/** What a process of its own finds in the folders it is given, and nowhere else; for DiagnosisTest. */
final class Probe {

    private Probe() {
    }

    /** Arguments: number of the GPU, perhaps with :mixed behind it, then folders. */
    public static void main(String[] arguments) {
        try {
            var folders = Arrays.stream(arguments).skip(1).map(Path::of).toList();
            var libraries = CudaLibraries.load(new LibraryFolders(folders));
            var arithmetic = Arithmetic.of(arguments[0]);
            var gpu = Gpu.of(libraries, Integer.parseInt(arguments[0].split(":")[0]));
            System.out.println(new Availability.Ready(gpu.describe("cuda", gpu.memory())));
            CudaDevice.open(gpu, Options.standard().withArithmetic(arithmetic)).close();
            System.out.println("opened and closed");
        } catch (BackendException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }
}
