package dev.hourglass.data;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A public data set in IDX files.
 *
 * @param mirrors tried in this order; each ends in a slash
 */
record KnownSet(String name, String licence, List<URI> mirrors, Files train, Files test) {

    /** One part of the set. */
    record Files(KnownFile images, KnownFile labels) {
    }

    private static final String TRAIN_IMAGES = "train-images-idx3-ubyte.gz";
    private static final String TRAIN_LABELS = "train-labels-idx1-ubyte.gz";
    private static final String TEST_IMAGES = "t10k-images-idx3-ubyte.gz";
    private static final String TEST_LABELS = "t10k-labels-idx1-ubyte.gz";

    static final List<KnownSet> ALL = List.of(
            new KnownSet("mnist", "LeCun, Cortes and Burges; usually given as CC BY-SA 3.0",
                    List.of(URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
                            URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/")),
                    new Files(
                            new KnownFile(TRAIN_IMAGES, 9912422,
                                    "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
                            new KnownFile(TRAIN_LABELS, 28881,
                                    "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c")),
                    new Files(
                            new KnownFile(TEST_IMAGES, 1648877,
                                    "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
                            new KnownFile(TEST_LABELS, 4542,
                                    "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"))),
            new KnownSet("fashion-mnist", "Zalando SE, MIT licence",
                    List.of(URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/")),
                    new Files(
                            new KnownFile(TRAIN_IMAGES, 26421880,
                                    "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
                            new KnownFile(TRAIN_LABELS, 29515,
                                    "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845")),
                    new Files(
                            new KnownFile(TEST_IMAGES, 4422102,
                                    "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
                            new KnownFile(TEST_LABELS, 5148,
                                    "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"))),
            new KnownSet("kmnist",
                    "\"KMNIST Dataset\" (created by CODH), adapted from \"Kuzushiji Dataset\" (NIJL and"
                            + " others), CC BY-SA 4.0",
                    List.of(URI.create("https://codh.rois.ac.jp/kmnist/dataset/kmnist/"),
                            URI.create("http://codh.rois.ac.jp/kmnist/dataset/kmnist/")),
                    new Files(
                            new KnownFile(TRAIN_IMAGES, 18165135,
                                    "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4"),
                            new KnownFile(TRAIN_LABELS, 29497,
                                    "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17")),
                    new Files(
                            new KnownFile(TEST_IMAGES, 3041136,
                                    "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5"),
                            new KnownFile(TEST_LABELS, 5120,
                                    "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c"))));

    static Optional<KnownSet> of(String name) {
        return ALL.stream().filter(s -> s.name.equals(name)).findFirst();
    }

    Files files(KnownData.Part part) {
        return switch (part) {
            case TRAIN -> train;
            case TEST -> test;
        };
    }
}
