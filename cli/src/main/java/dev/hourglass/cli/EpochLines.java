package dev.hourglass.cli;

/** One line for each epoch, for files and pipes. */
final class EpochLines implements ProgressDisplay {
    private final Streams streams;
    private Pace pace;
    private Progress last;

    EpochLines(Streams streams) {
        this.streams = streams;
    }

    @Override
    public void started(Started started) {
        pace = new Pace(started);
    }

    @Override
    public void began(Beginning beginning) {
        streams.say("Start: validation " + Words.error(beginning.validationLoss().orElseThrow()));
    }

    @Override
    public void progress(Progress progress) {
        last = progress;
    }

    @Override
    public void epoch(Epoch epoch) {
        String validation = epoch.validationLoss().isPresent()
                ? ", validation " + Words.error(epoch.validationLoss().getAsDouble())
                : "";
        streams.say(pace.epoch(epoch.epoch()) + ": " + pace.words(last) + validation);
    }

    @Override
    public void noticed(String warning) {
        streams.say("hourglass: " + warning);
    }
}
