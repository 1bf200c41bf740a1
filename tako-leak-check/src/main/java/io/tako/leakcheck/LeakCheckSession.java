package io.tako.leakcheck;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Installs the check before any test class is loaded. JUnit finds this class as a service. The
 * extension is switched on by system properties, so that a module's own {@code
 * junit-platform.properties} does not switch it off by hiding ours.
 */
public final class LeakCheckSession implements LauncherSessionListener {

    /** For the service loader. */
    public LeakCheckSession() {}

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        LeakCheck.install();
        setIfAbsent("junit.jupiter.extensions.autodetection.enabled", "true");
        setIfAbsent(
                "junit.jupiter.extensions.autodetection.include",
                LeakCheckExtension.class.getName());
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
