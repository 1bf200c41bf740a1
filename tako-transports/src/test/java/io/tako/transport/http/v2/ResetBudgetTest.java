package io.tako.transport.http.v2;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResetBudgetTest {

    private static final int MOST = 10;

    private final ResetBudget budget = new ResetBudget(MOST);

    private static void often(int times, ThrowingCallable action) {
        for (int i = 0; i < times; i++) {
            assertThatNoException().isThrownBy(action);
        }
    }

    private static void assertTooMuch(ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOf(Http2Exception.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Http2Error.class,
            names = {"NO_ERROR", "CANCEL", "INTERNAL_ERROR", "PROTOCOL_ERROR", "REFUSED_STREAM"})
    void whateverTheServerSendsIsCounted(Http2Error error) {
        budget.onSettingsSeen();
        often(MOST, () -> budget.onSent(error.code()));
        assertTooMuch(() -> budget.onSent(error.code()));
    }

    @Test
    void bothSidesAreCountedTogether() {
        often(MOST / 2, () -> budget.onSent(Http2Error.CANCEL.code()));
        often(MOST / 2, budget::onReceived);
        assertTooMuch(budget::onReceived);
    }

    @Test
    void anAnswerEarnsOneBack() {
        often(
                10 * MOST,
                () -> {
                    budget.onAnswered();
                    budget.onReceived();
                });
        often(MOST - 1, budget::onReceived);
        assertTooMuch(budget::onReceived);
    }

    @Test
    void aPeerThatDoesNotKnowHowManyStreamsItMayOpenIsRefusedThemForFree() {
        long refused = Http2Error.REFUSED_STREAM.code();
        often(ResetBudget.REFUSED_UNAWARES, () -> budget.onSent(refused));
        often(MOST, () -> budget.onSent(refused));
        assertTooMuch(() -> budget.onSent(refused));
    }

    @Test
    void zeroIsNoLimit() {
        ResetBudget without = new ResetBudget(0);
        often(10_000, without::onReceived);
    }
}
