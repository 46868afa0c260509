"""Controls that change when they are asked to, and not because the wheel went over them."""

from __future__ import annotations

from ui.qt import QComboBox, QDoubleSpinBox, QSlider, QSpinBox, Qt, QWheelEvent


class CalmWheel:
    """Leaves the wheel to what the control lies in, which scrolls."""

    def wheelEvent(self, event: QWheelEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None:
            event.ignore()


class CalmSlider(CalmWheel, QSlider):
    """A slider that leaves the wheel to the panel it is in."""


class CalmComboBox(CalmWheel, QComboBox):
    """A list of choices that leaves the wheel to the panel it is in."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel takes no focus either


class CalmSpinBox(CalmWheel, QSpinBox):
    """A whole number that leaves the wheel to the panel it is in."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class CalmNumberBox(CalmWheel, QDoubleSpinBox):
    """A number that leaves the wheel to the panel it is in; as many digits as it has, and no more."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def textFromValue(self, value: float) -> str:  # noqa: N802 - Qt's name
        return f"{value:.6g}"
