"""What is done to connections and walls."""

from core.audit.acts import ActKind


class ConnectionAct(ActKind):
    """What is done to a connection."""

    DISCONNECT = "disconnect"


class WallAct(ActKind):
    """What operators do to a wall."""

    PAUSE = "pause wall"
    RESUME = "resume wall"
    HIDE = "hide from wall"
    SHOW_AGAIN = "show on wall again"
    CLEAR = "clear wall"
    BRING_BACK = "show what was cleared"
    MESSAGE = "message on wall"
    REPLAY = "replay wall"
    STOP_REPLAY = "stop replay of wall"
    SWITCH_EVENT = "switch event"
    ADD = "add to wall"
    DROP = "drop from wall"
