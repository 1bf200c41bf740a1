package io.tako.sample.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecisionTest {

    @ParameterizedTest
    @CsvSource({"ns,NANOSECONDS", "us,MICROSECONDS", "ms,MILLISECONDS", "s,SECONDS"})
    void version2KnowsFourUnits(String name, Precision precision) {
        assertThat(Precision.v2(name)).isEqualTo(precision);
    }

    @ParameterizedTest
    @CsvSource({
        "n,NANOSECONDS",
        "ns,NANOSECONDS",
        "u,MICROSECONDS",
        "ms,MILLISECONDS",
        "s,SECONDS",
        "m,MINUTES",
        "h,HOURS"
    })
    void version1AlsoKnowsMinutesAndHours(String name, Precision precision) {
        assertThat(Precision.v1(name)).isEqualTo(precision);
    }

    @Test
    void unknownUnitIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Precision.v2("m"))
                .isInstanceOf(UnknownPrecisionException.class)
                .hasMessage("precision 'm' is not one of ns, us, ms, s");
        assertThatThrownBy(() -> Precision.v1("us"))
                .isInstanceOf(UnknownPrecisionException.class)
                .hasMessage("precision 'us' is not one of n, u, ms, s, m, h");
    }
}
