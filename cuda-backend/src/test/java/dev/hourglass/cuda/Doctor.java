package dev.hourglass.cuda;

import dev.hourglass.spi.Availability;

/** Says what the backend finds, and where it looks; ends with 1 where it cannot be used. */
final class Doctor {

    private Doctor() {
    }

    public static void main(String[] arguments) {
        System.out.println("Java " + Runtime.version() + " on " + JcudaNatives.platform());
        var provider = new CudaProvider();
        provider.findings().forEach(each -> System.out.println(each.what() + ": " + each.found()));
        switch (provider.probe()) {
            case Availability.Ready(var device) -> System.out.println("ready: " + device);
            case Availability.Missing(var reason) -> {
                System.out.println("cannot be used: " + reason);
                System.exit(1);
            }
        }
    }
}
