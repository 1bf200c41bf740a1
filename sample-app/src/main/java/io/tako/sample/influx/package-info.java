/** InfluxDB line protocol, read a line at a time. */
@NullMarked
package io.tako.sample.influx;

import org.jspecify.annotations.NullMarked;
