# Runs a command in a network namespace that has only loopback; 77 where that is not allowed.
if ! unshare -rn ip link set lo up; then
    echo "skipped: no network namespace, or no ip, on this machine"
    exit 77
fi
exec unshare -rn sh -ec '
    ip link set lo up
    ip -6 route add local ff15::/16 dev lo table local
    exec "$0" "$@"' "$@"
