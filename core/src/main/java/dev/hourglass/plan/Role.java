package dev.hourglass.plan;

/** What a slot is for. The role decides how long its memory is its own. */
public enum Role {
    /** Trained weights. One block holds them all. */
    PARAMETER,
    /** Gradients of the parameters, in the parameters' layout. */
    GRADIENT,
    /** What an optimizer remembers per parameter, in the parameters' layout. */
    MOMENT,
    /** What a layer remembers from step to step without training it, such as batch-norm's running mean. */
    STATE,
    /** Written by the host, read by ops. */
    INPUT,
    /** Written by ops, read by the host, kept until the next run of the routine. */
    RESULT,
    /** Numbers that change from step to step: learning rate, step number, noise counter, gradient scale. */
    CONTROL,
    /** Lives only from its first write to its last read within one routine; its memory is shared. */
    ACTIVATION;

    /** Whether the slot keeps its contents between routines. */
    public boolean persistent() {
        return this != ACTIVATION;
    }
}
