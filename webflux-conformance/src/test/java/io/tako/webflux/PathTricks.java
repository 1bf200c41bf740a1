package io.tako.webflux;

import static io.tako.webflux.PathTrick.away;
import static io.tako.webflux.PathTrick.method;
import static io.tako.webflux.PathTrick.target;
import static io.tako.webflux.PathTrick.there;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What people try on paths. Paths have the form {@code /first/rest}. */
final class PathTricks {

    private PathTricks() {}

    /** Asked for as it should be. */
    static final PathTrick PLAIN = target("plain", path -> path);

    private static final List<PathTrick> ALL = join();

    static List<PathTrick> all() {
        return ALL;
    }

    private static List<PathTrick> join() {
        List<PathTrick> all = new ArrayList<>(List.of(PLAIN));
        all.addAll(slashes());
        all.addAll(dots());
        all.addAll(encodings());
        all.addAll(parameters());
        all.addAll(letters());
        all.addAll(controls());
        all.addAll(forms());
        all.addAll(fields());
        all.addAll(methods());
        return List.copyOf(all);
    }

    private static String first(String path) {
        return path.substring(1, path.indexOf('/', 1));
    }

    private static String rest(String path) {
        return path.substring(path.indexOf('/', 1));
    }

    private static List<PathTrick> slashes() {
        return List.of(
                target("slash at the end", path -> path + "/"),
                target("two slashes at the end", path -> path + "//"),
                target("two slashes first", path -> "/" + path),
                target("three slashes first", path -> "//" + path),
                target("two slashes within", path -> "/" + first(path) + "/" + rest(path)),
                target("encoded slash, upper case", path -> path.replaceFirst("(.)/", "$1%2F")),
                target("encoded slash, lower case", path -> path.replaceFirst("(.)/", "$1%2f")),
                target("encoded slash first", path -> "/%2f" + path.substring(1)),
                target("encoded slash at the end", path -> path + "%2f"),
                target("slash encoded twice", path -> path.replaceFirst("(.)/", "$1%252F")),
                target("backslash within", path -> "/" + first(path) + "\\" + rest(path)),
                target("backslash for slash", path -> path.replaceFirst("(.)/", "$1\\\\")),
                target("encoded backslash", path -> path.replaceFirst("(.)/", "$1%5c")),
                target("backslash first", path -> "\\" + path.substring(1)),
                target("slash and backslash first", path -> "/\\" + path.substring(1)),
                target("no slash first", path -> path.substring(1)));
    }

    private static List<PathTrick> dots() {
        return List.of(
                target("dot first", path -> "/." + path),
                target("dot within", path -> "/" + first(path) + "/." + rest(path)),
                target("dot at the end", path -> path + "/."),
                target("up from an open place", path -> "/open/.." + path),
                target("up twice", path -> "/open/x/../.." + path),
                target("up within", path -> "/" + first(path) + "/x/.." + rest(path)),
                target("up above the root", path -> "/.." + path),
                target("encoded dot", path -> "/%2e" + path),
                target("encoded dots", path -> "/open/%2e%2e" + path),
                target("encoded dots, upper case", path -> "/open/%2E%2E" + path),
                target("half encoded dots", path -> "/open/.%2e" + path),
                target("dots and encoded slash", path -> "/open/..%2f" + path.substring(1)),
                target("all encoded", path -> "/open%2f%2e%2e%2f" + path.substring(1)),
                target("dots encoded twice", path -> "/open/%252e%252e" + path),
                target("dots and backslash", path -> "/open\\.." + path.replace('/', '\\')),
                target("dots with a parameter", path -> "/open/..;x" + path),
                target("three dots", path -> "/open/..." + path),
                target("full stop at the end", path -> path + "."),
                target("two full stops at the end", path -> path + ".."),
                target("full stop within", path -> "/" + first(path) + "." + rest(path)),
                target("an extension", path -> path + ".json"));
    }

    private static List<PathTrick> encodings() {
        return List.of(
                target("encoded letter", path -> "/" + hex(path.charAt(1)) + path.substring(2)),
                target("encoded letters", PathTricks::letters),
                target(
                        "letter encoded twice",
                        path -> "/%25" + hex(path.charAt(1)).substring(1) + path.substring(2)),
                target("overlong dots", path -> "/open/%c0%ae%c0%ae" + path),
                target("overlong slash", path -> path.replaceFirst("(.)/", "$1%c0%af")),
                target("overlong letter", path -> "/%c1%a1" + path.substring(2)),
                target("wide letter", path -> "/%ef%bd%81" + path.substring(2)),
                target("wide slash", path -> path.replaceFirst("(.)/", "$1%ef%bc%8f")),
                target("raw bytes above ASCII", path -> path + "\u00e9"),
                target("encoding of the script kind", path -> "/%u0061" + path.substring(2)),
                target("percent alone", path -> path + "%"),
                target("percent and one digit", path -> path + "%6"),
                target("percent and no digits", path -> path + "%zz"),
                target("encoded question mark", path -> path + "%3f"),
                target("encoded number sign", path -> path + "%23"));
    }

    private static String letters(String path) {
        StringBuilder text = new StringBuilder();
        for (char c : path.toCharArray()) {
            text.append(c == '/' ? "/" : hex(c));
        }
        return text.toString();
    }

    private static String hex(char c) {
        return "%" + Integer.toHexString(c);
    }

    private static List<PathTrick> parameters() {
        return List.of(
                target("parameter within", path -> "/" + first(path) + ";x=1" + rest(path)),
                target("parameter at the end", path -> path + ";x=1"),
                target("session id", path -> path + ";jsessionid=1"),
                target("empty parameter", path -> "/" + first(path) + ";" + rest(path)),
                target("parameter first", path -> "/;x" + path),
                target("parameter with a slash", path -> "/" + first(path) + ";/" + rest(path)),
                target("encoded semicolon", path -> path + "%3bx"),
                target("parameter of dots", path -> "/open/;/.." + path));
    }

    private static List<PathTrick> letters() {
        return List.of(
                target("upper case", path -> path.toUpperCase(Locale.ROOT)),
                target(
                        "capital letter",
                        path -> "/" + first(path).toUpperCase(Locale.ROOT) + rest(path)),
                target("dotless i", path -> path.replace("i", "%c4%b1")),
                target("long s", path -> path.replace("s", "%c5%bf")));
    }

    private static List<PathTrick> controls() {
        return List.of(
                target("encoded NUL at the end", path -> path + "%00"),
                target("encoded NUL within", path -> "/" + first(path) + "%00" + rest(path)),
                target("raw NUL", path -> path + "\0"),
                target("encoded space at the end", path -> path + "%20"),
                target("encoded space first", path -> "/%20" + path.substring(1)),
                target("plus", path -> "/" + first(path) + "+" + rest(path)),
                target("raw space and another target", path -> path + " /open/route"),
                target("raw tab", path -> path + "\t"),
                target("encoded tab", path -> path + "%09"),
                target("encoded line end", path -> path + "%0d%0a"),
                target("encoded line feed first", path -> "/%0a" + path.substring(1)));
    }

    private static List<PathTrick> forms() {
        return List.of(
                target("absolute", path -> "http://127.0.0.1" + path),
                target("absolute, another host", path -> "http://open.example" + path),
                target("absolute, upper case scheme", path -> "HTTP://127.0.0.1" + path),
                target("absolute, another scheme", path -> "https://127.0.0.1" + path),
                target("absolute, unknown scheme", path -> "ftp://127.0.0.1" + path),
                target("absolute, user", path -> "http://open@127.0.0.1" + path),
                target("absolute, path in the user", path -> "http://x/open@127.0.0.1" + path),
                target("absolute, no host", path -> "http://" + path),
                target("absolute, no path", path -> "http://127.0.0.1"),
                target("absolute, two slashes", path -> "http://127.0.0.1/" + path),
                target("absolute, one slash", path -> "http:" + path),
                target("authority", path -> "127.0.0.1:80"),
                target("asterisk", path -> "*"),
                target("question mark at the end", path -> path + "?"),
                target("query like a path", path -> path + "?/open/route"),
                target("path in the query", path -> "/open/route?" + path),
                target("dots behind the query", path -> "/open/route?/../.." + path),
                target("number sign", path -> path + "#/open/route"),
                target("number sign first", path -> "/open/route#/../.." + path),
                target("empty", path -> ""),
                target("very long", path -> path + "/" + "x".repeat(3000)),
                target("long way down and up", path -> "/a/..".repeat(300) + path),
                target("many slashes", path -> "/".repeat(2000) + path.substring(1)));
    }

    private static List<PathTrick> fields() {
        return List.of(
                there("X-Original-URL", "{path}"),
                away("X-Original-URL", "/open/route"),
                there("X-Rewrite-URL", "{path}"),
                away("X-Rewrite-URL", "/open/route"),
                there("X-Forwarded-Prefix", "{path}"),
                there("X-Forwarded-Prefix", "/admin"),
                away("X-Forwarded-Prefix", "/open"),
                away("X-Forwarded-Prefix", "/.."),
                away("X-Forwarded-For", "127.0.0.1"),
                away("X-Forwarded-Host", "127.0.0.1"),
                away("X-Forwarded-Proto", "https"),
                away("Forwarded", "for=127.0.0.1;host=open.example;proto=https"),
                away("X-HTTP-Method-Override", "OPTIONS"),
                away("X-Forwarded-User", "root"),
                there("Referer", "http://127.0.0.1{path}"),
                away("Content-Type", "application/x-www-form-urlencoded"));
    }

    private static List<PathTrick> methods() {
        return List.of(
                method("HEAD"),
                method("POST"),
                method("PUT"),
                method("DELETE"),
                method("PATCH"),
                method("OPTIONS"),
                method("TRACE"),
                method("CONNECT"),
                method("get"),
                method("Get"),
                method("PROPFIND"),
                method("GET,HEAD"),
                new PathTrick(
                        "GET by override",
                        "POST",
                        path -> path,
                        List.of("X-HTTP-Method-Override", "GET")));
    }
}
