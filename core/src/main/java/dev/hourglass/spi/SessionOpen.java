package dev.hourglass.spi;

import dev.hourglass.plan.Program;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Flight recorder event: memory was allocated and routines were compiled. */
@Name("hourglass.SessionOpen")
@Label("Session Open")
@Category("Hourglass")
@Description("A program's memory was allocated on a backend, and its routines were compiled")
@StackTrace(false)
final class SessionOpen extends Event {
    @Label("Backend")
    String backend;

    @Label("Device")
    String device;

    @Label("Routines")
    @Description("Routines that were compiled, with the number of their ops")
    String routines;

    @Label("Trained Values")
    @Description("Trained weights and biases, padding not counted")
    long trainedValues;

    @Label("Memory")
    @Description("The one allocation of the session")
    @DataAmount
    long memory;

    @Label("Memory Not Shared")
    @Description("What the slots would take if no two of them shared memory")
    @DataAmount
    long unshared;

    void of(Program program, DeviceInfo info) {
        backend = info.backend();
        device = info.device();
        routines = Session.words(program);
        trainedValues = program.trainedValues();
        memory = program.plan().bytes();
        unshared = program.plan().unshared();
    }
}
