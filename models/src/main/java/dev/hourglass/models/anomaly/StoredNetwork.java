package dev.hourglass.models.anomaly;

import dev.hourglass.models.Autoencoder;
import dev.hourglass.models.ModelJson;
import dev.hourglass.models.Tensors;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.plan.Program;
import dev.hourglass.train.WeightHash;
import java.nio.file.Path;
import java.util.Map;

/** How the file of a detector of images holds its network, and which score it gives. */
final class StoredNetwork {
    private static final String MODEL = "hourglass.model";
    private static final String SCORE = "hourglass.score";
    private static final String PREFIX = "network/";

    private StoredNetwork() {
    }

    static void save(TrainedModel network, ScoreKind score, Tensors tensors, Map<String, String> metadata) {
        metadata.put(MODEL, ModelJson.write(network.architecture()));
        metadata.put(SCORE, score.toString());
        for (String name : network.tensors().names()) {
            tensors.with(PREFIX + name, network.tensors().shape(name), network.tensors().values(name));
        }
    }

    static Autoencoder architecture(Path file, Map<String, String> metadata) {
        return ModelJson.read(DetectorFile.text(metadata, MODEL), file);
    }

    static ScoreKind score(Map<String, String> metadata) {
        return ScoreKind.parse(DetectorFile.text(metadata, SCORE));
    }

    /** @param program of the architecture, which says how large each tensor is */
    static TrainedModel network(Autoencoder architecture, Program program, StoredTensors tensors) {
        var weights = new Tensors();
        for (var parameter : program.parameters()) {
            weights.with(parameter.name(), parameter.slot().shape(),
                    tensors.of(PREFIX + parameter.name(), parameter.slot().elements()));
        }
        return new TrainedModel(architecture, weights, Map.of());
    }

    static String weightHash(TrainedModel network) {
        var tensors = network.tensors();
        return WeightHash.of(tensors.names().stream().map(tensors::values));
    }

    /** Numbers that were trained or gathered. */
    static long parameters(TrainedModel network) {
        return network.tensors().names().stream().mapToLong(each -> network.tensors().shape(each).elements())
                .sum();
    }
}
