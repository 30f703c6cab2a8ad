package dev.hourglass.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may see whom. A package or library that is not named here may not be used. */
class PackagesTest {
    private static final String OWN = "dev.hourglass.";
    /** What the library knows of itself, such as its version; everybody may see it. */
    private static final String ITSELF = "dev.hourglass";
    private static final List<String> JDK = List.of("java", "javax.imageio", "jdk.jfr", "com.sun.management");
    /** What the program may see; its tasks do not see each other. */
    private static final String PROGRAM = "bench data evaluation models nn optim plan random report spi train";
    private static final String PROGRAM_LIBRARIES = "picocli me.tongfei.progressbar org.jline org.knowm.xchart "
            + "com.fasterxml.jackson";
    private static JavaClasses classes;

    /** A package with all below it, those of Hourglass that it may see besides itself, and its libraries. */
    enum Rule {
        PLAN("plan", "", ""),
        RANDOM("random", "plan", ""),
        NN("nn", "plan", ""),
        OPTIM("optim", "plan", ""),
        DATA("data", "plan random", ""),
        SPI("spi", "plan random", "org.slf4j"),
        REFERENCE("reference", "plan random spi", ""),
        TRAIN("train", "data optim plan spi", "org.slf4j"),

        LOOPS("loops", "plan random spi", ""),
        ND4J("nd4j", "plan random spi loops", "org.nd4j org.bytedeco"),
        ONEDNN("onednn", "plan random spi loops", "org.bytedeco"),
        CUDA("cuda", "plan random spi", "jcuda"),

        MODELS("models", "data nn optim plan random spi train", "com.fasterxml.jackson org.ejml org.slf4j"),
        EVALUATION("evaluation", "data plan random spi", "org.ejml smile org.bytedeco"),
        REPORT("report", "data plan train", "com.fasterxml.jackson gg.jte org.slf4j"),
        BENCH("bench", "data models nn optim plan random reference report spi train",
                "com.fasterxml.jackson org.openjdk.jmh org.slf4j"),
        CLI("cli", PROGRAM, PROGRAM_LIBRARIES),

        CLI_TABLE("cli.table", "cli! " + PROGRAM, PROGRAM_LIBRARIES),
        CLI_REPORT("cli.report", "cli! " + PROGRAM, PROGRAM_LIBRARIES),
        CLI_BENCH("cli.bench", "cli! " + PROGRAM, PROGRAM_LIBRARIES),
        CLI_COMPRESS("cli.compress", "cli! cli.report cli.table " + PROGRAM, PROGRAM_LIBRARIES),
        CLI_DENOISE("cli.denoise", "cli! cli.report cli.table " + PROGRAM, PROGRAM_LIBRARIES),
        CLI_ANOMALY("cli.anomaly", "cli! cli.report cli.table " + PROGRAM, PROGRAM_LIBRARIES);

        private final String name;
        private final List<String> packages;
        private final List<String> libraries;

        /** A package that ends in ! is meant without those below it. */
        Rule(String name, String packages, String libraries) {
            this.name = name;
            this.packages = words(packages);
            this.libraries = words(libraries);
        }

        private static List<String> words(String text) {
            return Arrays.stream(text.split(" ")).filter(each -> !each.isEmpty()).toList();
        }

        private boolean allows(String found) {
            return isIn(found, OWN + name) || found.equals(ITSELF)
                    || packages.stream().anyMatch(each -> each.endsWith("!")
                            ? found.equals(OWN + each.substring(0, each.length() - 1))
                            : isIn(found, OWN + each))
                    || Stream.concat(JDK.stream(), libraries.stream()).anyMatch(each -> isIn(found, each));
        }

        private static boolean isIn(String found, String name) {
            return found.equals(name) || found.startsWith(name + ".");
        }
    }

    @BeforeAll
    static void read() {
        classes = Sources.classes();
    }

    @ParameterizedTest
    @EnumSource
    void seesOnlyWhatItMay(Rule rule) {
        classes().that().resideInAPackage(OWN + rule.name + "..").should()
                .onlyDependOnClassesThat(DescribedPredicate.describe("it may see",
                        (JavaClass found) -> found.isPrimitive() || rule.allows(found.getPackageName())))
                .because("docs/architecture.md says who may see whom").check(classes);
    }

    @Test
    void everyPackageHasARule() {
        var found = classes.stream().filter(each -> !each.getSimpleName().equals("package-info"))
                .map(JavaClass::getPackageName)
                .filter(each -> !each.equals(ITSELF) && Arrays.stream(Rule.values())
                        .noneMatch(rule -> Rule.isIn(each, OWN + rule.name)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), found);
    }

    @Test
    void whatTheLibraryKnowsOfItselfSeesNothing() {
        classes().that().resideInAPackage(ITSELF).should().onlyDependOnClassesThat(
                DescribedPredicate.describe("lie in it or in the JDK",
                        (JavaClass found) -> found.isPrimitive()
                                || found.getPackageName().equals(ITSELF)
                                || JDK.stream().anyMatch(each -> Rule.isIn(found.getPackageName(), each))))
                .check(classes);
    }

    /** Below cli the packages share what lies in cli itself, which in turn lists their commands. */
    @Test
    void noCycles() {
        var outside = classes.that(DescribedPredicate.describe("are not the program's own package",
                each -> !each.getPackageName().equals(OWN + "cli")));
        slices().matching(OWN + "(**)").should().beFreeOfCycles().check(outside);
    }
}
