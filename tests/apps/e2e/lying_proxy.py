# SPDX-License-Identifier: MIT
"""A proxy before a node that tells the program other things than the node does."""

import json

from .cut_proxy import CutProxy


class LyingProxy(CutProxy):
    """Passes each reply through `twist(call, reply)`, which may change it in place."""

    def __init__(self, upstream_port, twist):
        super().__init__(upstream_port)
        self._twist = twist

    def pass_on(self, body, answer):
        calls, replies = json.loads(body), json.loads(answer)
        if not isinstance(calls, list):
            self._twist(calls, replies)
            return json.dumps(replies).encode()
        by_id = {reply["id"]: reply for reply in replies}
        for call in calls:
            if call["id"] in by_id:
                self._twist(call, by_id[call["id"]])
        return json.dumps(replies).encode()
