/** The suites others wrote and the clients others use, run against both runtimes. */
@org.jspecify.annotations.NullMarked
package io.tako.conformance;
