"""What can be said about one solved scenario without solving again."""

from placement.study.calibration import calibrate, within20
from placement.study.contract import Study
from placement.study.study import study

__all__ = ["Study", "calibrate", "study", "within20"]
