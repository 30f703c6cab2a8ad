package dev.hourglass.cli;

import dev.hourglass.plan.Routine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Routines by the names users type. */
final class RoutineName implements ITypeConverter<Routine> {
    @Override
    public Routine convert(String text) {
        return switch (text) {
            case "train" -> Routine.TRAIN_STEP;
            case "evaluate" -> Routine.EVALUATE;
            case "encode" -> Routine.ENCODE;
            case "decode" -> Routine.DECODE;
            case "reconstruct" -> Routine.RECONSTRUCT;
            default -> throw new TypeConversionException(
                    "expected train, evaluate, encode, decode or reconstruct, found '" + text + "'");
        };
    }
}
