package io.tako.autoconfigure;

import io.tako.autoconfigure.ListenerProperties.Group;
import io.tako.runtime.DatagramOptions;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads which multicast groups a listener joins, and where. */
final class MulticastGroups {

    private MulticastGroups() {}

    /**
     * The groups.
     *
     * @throws RefusedSettingException if an address is none of a group, or an interface is not
     *     there
     */
    static List<DatagramOptions.Group> of(String prefix, List<Group> said) {
        List<DatagramOptions.Group> groups = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            String property = prefix + ".groups[" + i + "]";
            groups.add(
                    new DatagramOptions.Group(
                            address(property, said.get(i).address()),
                            networkInterface(property, said.get(i).networkInterface())));
        }
        return groups;
    }

    private static InetAddress address(String property, @Nullable InetAddress address) {
        if (address == null || !address.isMulticastAddress()) {
            throw new RefusedSettingException(
                    property + ".address",
                    address == null ? "" : address.getHostAddress(),
                    "It is not the address of a multicast group.",
                    "Choose one of 224.0.0.0 to 239.255.255.255, or one that begins with ff.");
        }
        return address;
    }

    private static NetworkInterface networkInterface(String property, @Nullable String name) {
        try {
            NetworkInterface found = name == null ? null : NetworkInterface.getByName(name);
            if (found != null) {
                return found;
            }
            TreeSet<String> there = new TreeSet<>();
            NetworkInterface.networkInterfaces().forEach(one -> there.add(one.getName()));
            throw new RefusedSettingException(
                    property + ".network-interface",
                    name == null ? "" : name,
                    "A group is joined at a network interface, and there is none of that name.",
                    "Name one of " + there + ".");
        } catch (SocketException e) {
            throw new IllegalStateException("network interfaces cannot be listed", e);
        }
    }
}
