package io.tako.transport.config;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A record of settings that gets a {@code withX} method for each of its components, which makes the
 * same record with another value there. The methods come by the record's {@code Builder.With},
 * which the compiler is given to read while it compiles the record.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
@RecordBuilder.Template(
        options = @RecordBuilder.Options(enableGetters = false, addStaticBuilder = false))
@interface Withers {}
