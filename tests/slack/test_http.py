"""The listening socket of HTTP mode."""

from __future__ import annotations

import contextlib
import socket

from bot.slack import http


def test_an_answer_does_not_wait_until_its_first_packet_is_confirmed() -> None:
    """Head and body leave one after the other: with Nagle's rule the body comes 40 ms late."""
    with contextlib.closing(http.bound(0)) as listener:
        caller = socket.create_connection(("127.0.0.1", listener.getsockname()[1]))
        accepted, _ = listener.accept()
        with caller, accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
