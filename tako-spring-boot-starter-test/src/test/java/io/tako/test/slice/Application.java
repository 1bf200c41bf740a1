package io.tako.test.slice;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application of which a test takes a slice. */
@SpringBootApplication
class Application {}
