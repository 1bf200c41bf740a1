package io.tako.sample;

import io.tako.sample.influx.LineProtocol;
import io.tako.sample.store.SeriesQueries;
import io.tako.sample.store.SeriesStore;
import java.time.Clock;
import java.time.InstantSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.Bean;
import org.springframework.core.convert.ConversionService;

/** Collects metrics over HTTP, keeps the newest in memory and answers questions about them. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class CollectorApplication {

    /** Starts the collector; it runs until it is told to end. */
    public static void main(String[] arguments) {
        SpringApplication.run(CollectorApplication.class, arguments);
    }

    @Bean
    InstantSource clock() {
        return Clock.systemUTC();
    }

    /** What parameters are converted by; without it, WebFlux's, which takes {@code MAX} only. */
    @Bean
    ConversionService conversionService() {
        return new ApplicationConversionService();
    }

    @Bean
    SeriesStore seriesStore(CollectorProperties properties) {
        return new SeriesStore(properties.store().limits());
    }

    @Bean
    SeriesQueries seriesQueries(SeriesStore store) {
        return new SeriesQueries(store);
    }

    @Bean
    LineProtocol lineProtocol(
            SeriesStore store, InstantSource clock, CollectorProperties properties) {
        return new LineProtocol(store, clock, Math.toIntExact(properties.maxLine().toBytes()));
    }
}
