package io.tako.sample.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.sample.ingest.Refusal;
import io.tako.sample.ingest.WriteBatch;
import io.tako.sample.ingest.WriteReport;
import io.tako.sample.store.SeriesFilter;
import io.tako.sample.store.SeriesInfo;
import io.tako.sample.store.SeriesQueries;
import io.tako.sample.store.SeriesStore;
import io.tako.sample.store.StoreCounts;
import io.tako.sample.store.StoreLimits;
import io.tako.sample.store.TimeRange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineProtocolTest {

    private static final int LONGEST = 100;

    private final SeriesStore store = new SeriesStore(StoreLimits.DEFAULTS);
    private final SeriesQueries queries = new SeriesQueries(store);
    private final LineProtocol lines =
            new LineProtocol(store, InstantSource.fixed(Instant.ofEpochSecond(100)), LONGEST);

    @Test
    void goodLinesAroundABadOneAreStored() throws IOException {
        WriteReport report = write("a v=1 1\nb v=oops 2\nc v=3 3\n");

        assertThat(report.written()).isEqualTo(2);
        assertThat(report.rejected()).isEqualTo(1);
        assertThat(report.complete()).isFalse();
        assertThat(report.refusals())
                .containsExactly(
                        new Refusal(
                                2,
                                "field 'v': 'oops' is not a number, a truth value or a quoted"
                                        + " text"));
        assertThat(measurements()).containsExactly("a", "c");
        assertThat(store.counts()).isEqualTo(new StoreCounts(3, 1, 0, 2));
    }

    @Test
    void unclosedQuoteDoesNotSwallowTheNextLine() throws IOException {
        WriteReport report = write("a v=\"open\nb v=\"closed\"\n");

        assertThat(report.written()).isEqualTo(1);
        assertThat(report.refusals()).extracting(Refusal::position).containsExactly(1L);
        assertThat(measurements()).containsExactly("b");
    }

    @Test
    void commentsAndBlankLinesCountAsLinesButNotAsPoints() throws IOException {
        WriteReport report = write("# comment\n\n   \n  # another\na v=1\nbad\n");

        assertThat(report.written()).isEqualTo(1);
        assertThat(report.refusals()).extracting(Refusal::position).containsExactly(6L);
        assertThat(store.counts().received()).isEqualTo(2);
    }

    @Test
    void crBeforeLfBelongsToTheLineEnd() throws IOException {
        WriteReport report = write("a v=\"x\"\r\n\r\nb v=2 5\r\nc v=t\r");

        assertThat(report).isEqualTo(new WriteReport(3, 0, List.of()));
    }

    @Test
    void lastLineNeedsNoLineEnd() throws IOException {
        assertThat(write("a v=1 1\na v=2 2").written()).isEqualTo(2);
    }

    @Test
    void emptyBodyWritesNothing() throws IOException {
        assertThat(write("")).isEqualTo(new WriteReport(0, 0, List.of()));
    }

    @Test
    void lineOfTheLongestLengthIsTakenAndALongerOneSkipped() throws IOException {
        String longest = "m f=\"" + "x".repeat(LONGEST - 6) + '"';
        assertThat(longest).hasSize(LONGEST);

        WriteReport report =
                write(
                        (longest + "\r\n")
                                + (longest + " \n")
                                + ("m g=\"" + "x".repeat(30_000) + "\"\n")
                                + "m h=1\n");

        assertThat(report.written()).isEqualTo(2);
        assertThat(report.refusals())
                .containsExactly(
                        new Refusal(2, "the line is longer than 100 bytes"),
                        new Refusal(3, "the line is longer than 100 bytes"));
    }

    @Test
    void lineThatIsNotUtf8IsReportedAlone() throws IOException {
        InputStream body =
                new SequenceInputStream(
                        new ByteArrayInputStream(new byte[] {'a', (byte) 0xFF, '\n'}),
                        utf8("ü v=1\n"));

        WriteReport report = lines.write(body, Precision.NANOSECONDS);

        assertThat(report.written()).isEqualTo(1);
        assertThat(report.refusals()).containsExactly(new Refusal(1, "the line is not UTF-8"));
        assertThat(measurements()).containsExactly("ü");
    }

    @Test
    void linesAreTheSameHoweverTheStreamIsCut() throws IOException {
        byte[] body = "a,h=ü v=1 1\r\nbad\nb v=2 2\n".getBytes(StandardCharsets.UTF_8);
        InputStream byteByByte =
                new ByteArrayInputStream(body) {
                    @Override
                    public int read(byte[] buffer) {
                        return super.read(buffer, 0, 1);
                    }
                };

        WriteReport report = lines.write(byteByByte, Precision.NANOSECONDS);

        assertThat(report.written()).isEqualTo(2);
        assertThat(report.refusals()).extracting(Refusal::position).containsExactly(2L);
    }

    @Test
    void refusalsAreListedUpToABoundAndCountedBeyond() throws IOException {
        WriteReport report = write("bad\n".repeat(250) + "good v=1\n");

        assertThat(report.rejected()).isEqualTo(250);
        assertThat(report.refusals()).hasSize(WriteBatch.LISTED_REFUSALS);
        assertThat(report.refusals().getLast().position()).isEqualTo(100);
        assertThat(report.written()).isEqualTo(1);
    }

    @Test
    void storeRefusalsAreReportedByLineToo() throws IOException {
        WriteReport report = write("a v=1\na v=\"text\"\na v=2\n");

        assertThat(report.written()).isEqualTo(2);
        assertThat(report.refusals())
                .containsExactly(new Refusal(2, "field 'v' of 'a' is a number, not a text"));
    }

    @Test
    void linesWithoutTimestampStayApartOnAClockThatStands() throws IOException {
        write("a v=1\na v=2\na v=3\n");

        String id = queries.list(SeriesFilter.ALL, 0, 10).series().getFirst().id();
        assertThat(queries.range(id, TimeRange.ALWAYS, 10).samples())
                .extracting(sample -> sample.timestampNanos() - 100_000_000_000L)
                .containsExactly(0L, 1L, 2L);
    }

    @Test
    void pointsBeforeABrokenStreamStayStored() {
        InputStream broken =
                new SequenceInputStream(
                        utf8("a v=1\nb v=2\nc v="),
                        new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("peer left");
                            }
                        });

        assertThatThrownBy(() -> lines.write(broken, Precision.NANOSECONDS))
                .isInstanceOf(IOException.class)
                .hasMessage("peer left");
        assertThat(measurements()).containsExactly("a", "b");
    }

    private WriteReport write(String body) throws IOException {
        return lines.write(utf8(body), Precision.NANOSECONDS);
    }

    private List<String> measurements() {
        return queries.list(SeriesFilter.ALL, 0, 100).series().stream()
                .map(SeriesInfo::measurement)
                .toList();
    }

    private static ByteArrayInputStream utf8(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
