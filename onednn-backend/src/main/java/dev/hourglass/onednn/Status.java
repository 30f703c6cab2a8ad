package dev.hourglass.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_out_of_memory;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;
import static org.bytedeco.dnnl.global.dnnl.dnnl_unimplemented;

import dev.hourglass.spi.BackendException;

/** What oneDNN's functions return. */
final class Status {
    private Status() {
    }

    static void check(int status, String what) {
        if (status != dnnl_success) {
            throw new BackendException("onednn: " + what + " failed with status " + status + text(status));
        }
    }

    private static String text(int status) {
        if (status == dnnl_out_of_memory) {
            return " (out of memory); use a smaller batch or model";
        }
        return status == dnnl_unimplemented ? " (not implemented)" : "";
    }
}
