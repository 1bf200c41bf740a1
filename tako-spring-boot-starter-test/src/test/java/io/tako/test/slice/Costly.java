package io.tako.test.slice;

import org.springframework.stereotype.Service;

/** What a slice of routes leaves out. */
@Service
final class Costly {}
