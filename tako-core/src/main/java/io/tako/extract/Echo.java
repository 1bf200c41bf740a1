package io.tako.extract;

/** A value of the client's as messages quote it: short and free of control characters. */
final class Echo {

    private static final int LONGEST = 40;

    private Echo() {}

    /** In quotes. */
    static String of(String value) {
        return '"' + plain(value) + '"';
    }

    static String plain(String value) {
        int length = Math.min(value.length(), LONGEST);
        StringBuilder echo = new StringBuilder(length + 1);
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            echo.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return echo.append(value.length() > LONGEST ? "…" : "").toString();
    }
}
