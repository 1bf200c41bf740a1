/** StatsD over UDP, in the flavours of Etsy, Datadog, Telegraf and Sysdig. */
@NullMarked
package io.tako.sample.statsd;

import org.jspecify.annotations.NullMarked;
