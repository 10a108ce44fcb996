package io.sitehook;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;

/** The table of packages: who may know whom. */
@AnalyzeClasses(
        packages = "io.sitehook",
        importOptions = {ImportOption.DoNotIncludeTests.class, ImportOption.DoNotIncludeJars.class})
class ArchitectureTest {

    @ArchTest
    static final ArchRule SPI_STANDS_ALONE = only("spi");

    @ArchTest
    static final ArchRule VERIFY = only("verify");

    @ArchTest
    static final ArchRule RECEIVE = only("receive", "spi", "verify", "store");

    @ArchTest
    static final ArchRule STORE = only("store", "spi");

    @ArchTest
    static final ArchRule HANDLE = only("handle", "spi");

    @ArchTest
    static final ArchRule DISPATCH = only("dispatch", "spi", "store");

    @ArchTest
    static final ArchRule RELAY = only("relay", "spi", "store", "verify");

    @ArchTest
    static final ArchRule CONFIG = only("config");

    @ArchTest
    static final ArchRule USERS = only("users");

    @ArchTest
    static final ArchRule ADMIN = only("admin", "spi", "store", "handle", "dispatch", "relay");

    @ArchTest
    static final ArchRule SITECAPTURE = only("sitecapture", "spi");

    @ArchTest
    static final ArchRule SWEEP = only("sweep", "spi", "store");

    @ArchTest
    static final ArchRule RETENTION = only("retention", "store");

    @ArchTest
    static final ArchRule METRICS = only("metrics", "config", "receive", "store", "dispatch");

    @ArchTest
    static final ArchRule ONLY_METRICS_KNOWS_THE_METER_LIBRARY = noClasses()
            .that()
            .resideOutsideOfPackage("io.sitehook.metrics")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.prometheus..");

    @ArchTest
    static final ArchRule ONLY_ITS_HANDLER_KNOWS_KAFKA = noClasses()
            .that()
            .resideOutsideOfPackage("io.sitehook.builtin.kafka")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule BUILT_IN_HANDLERS = only("builtin", "spi");

    @ArchTest
    static final ArchRule STANDALONE =
            only("standalone", "app", "config", "users", "verify", "receive", "store", "handle", "relay", "spi");

    @ArchTest
    static final ArchRule SPI_NEEDS_ONLY_THE_JDK = classes()
            .that()
            .resideInAPackage("io.sitehook.spi")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.sitehook.spi", "org.jspecify.annotations");

    @ArchTest
    static final ArchRule THE_TEST_KIT_NEEDS_ONLY_THE_SPI = classes()
            .that()
            .resideInAPackage("io.sitehook.spi.testing")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.sitehook.spi", "io.sitehook.spi.testing", "org.jspecify.annotations");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_THE_TEST_KIT = noClasses()
            .that()
            .resideOutsideOfPackages("io.sitehook.spi.testing", "io.sitehook.standalone")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.sitehook.spi.testing");

    @ArchTest
    static final ArchRule SQL_STANDS_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("io.sitehook.store.sql")
            .and()
            .haveSimpleNameNotEndingWith("SitehookListener") // deregisters drivers at the stop
            .and()
            .resideOutsideOfPackage("io.sitehook.builtin.jdbc") // writes into databases that are not ours
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "java.sql",
                            "javax.sql",
                            "org.sqlite..",
                            "org.flywaydb..",
                            "org.postgresql..",
                            "com.zaxxer..")
                    // A handler's transaction passes through on its way to the handler.
                    .and(not(belongToAnyOf(Connection.class, SQLException.class))));

    @ArchTest
    static final ArchRule ONLY_THE_COMPOSITION_ROOT_OPENS_THE_STORE = noClasses()
            .that()
            .resideOutsideOfPackages("io.sitehook.store.sql", "io.sitehook.app")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.sitehook.store.sql");

    @ArchTest
    static final ArchRule HTTP_STANDS_IN_FEW_PLACES = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.sitehook.verify..",
                    "io.sitehook.store..",
                    "io.sitehook.handle..",
                    "io.sitehook.dispatch..",
                    "io.sitehook.relay..",
                    "io.sitehook.sitecapture..",
                    "io.sitehook.builtin..",
                    "io.sitehook.sweep..",
                    "io.sitehook.retention..",
                    "io.sitehook.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.servlet..", "jakarta.ws.rs..", "org.glassfish.jersey..");

    @ArchTest
    static final ArchRule NO_STATEMENT_OUTLIVES_ITS_TRANSACTION =
            noFields().that().areStatic().should().haveRawType(PreparedStatement.class);

    @ArchTest
    static final ArchRule DIGESTS_ARE_COMPARED_IN_CONSTANT_TIME = noClasses()
            .that()
            .resideInAPackage("io.sitehook.verify")
            .should()
            .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
            .because("only " + MessageDigest.class.getSimpleName() + ".isEqual takes the same time for all inputs");

    @ArchTest
    static final ArchRule NO_CASE_BY_DEFAULT_LOCALE = noClasses()
            .should()
            .callMethod(String.class, "toLowerCase")
            .orShould()
            .callMethod(String.class, "toUpperCase")
            .because("the server's locale must not matter; say " + Locale.class.getSimpleName() + ".ROOT");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.sitehook.(*)..").should().beFreeOfCycles();

    private static ArchRule only(String name, String... others) {
        String[] allowed = new String[others.length + 1];
        allowed[0] = "io.sitehook." + name + "..";
        for (int i = 0; i < others.length; i++) {
            allowed[i + 1] = "io.sitehook." + others[i] + "..";
        }
        return noClasses()
                .that()
                .resideInAPackage("io.sitehook." + name + "..")
                .should()
                .dependOnClassesThat(com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                                "io.sitehook..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(allowed))));
    }
}
