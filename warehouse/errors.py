"""What can go wrong for the person at the PC. Each message is one Chinese sentence."""


class WarehouseError(Exception):
    """The warehouse cannot do what was asked, through no defect of ours."""


class WarehouseBusy(WarehouseError):
    """Another load holds the one-writer lock."""


class SnapshotNotFound(WarehouseError):
    """The named version is not in the folder."""
