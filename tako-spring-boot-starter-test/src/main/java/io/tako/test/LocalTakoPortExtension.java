package io.tako.test;

import java.lang.reflect.Field;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.springframework.core.env.Environment;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Finds the ports of listeners in the environment of a test's application. */
final class LocalTakoPortExtension implements BeforeEachCallback, ParameterResolver {

    @Override
    public void beforeEach(ExtensionContext test) throws IllegalAccessException {
        for (Object instance : test.getRequiredTestInstances().getAllInstances()) {
            for (Field field :
                    AnnotationSupport.findAnnotatedFields(
                            instance.getClass(), LocalTakoPort.class)) {
                field.setAccessible(true);
                field.setInt(instance, port(field.getAnnotation(LocalTakoPort.class), test));
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.isAnnotated(LocalTakoPort.class)
                && parameter.getParameter().getType() == int.class;
    }

    @Override
    public Integer resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return port(parameter.findAnnotation(LocalTakoPort.class).orElseThrow(), test);
    }

    private static int port(LocalTakoPort wanted, ExtensionContext test) {
        Environment environment = SpringExtension.getApplicationContext(test).getEnvironment();
        String key = "local.tako." + wanted.value() + ".port";
        Integer port = environment.getProperty(key, Integer.class);
        if (port == null) {
            throw new ParameterResolutionException(
                    "there is no "
                            + key
                            + ": no listener called \""
                            + wanted.value()
                            + "\" is open"
                            + " on a port");
        }
        return port;
    }
}
