"""What can be refused to the person at the PC. Each message is one Chinese sentence."""


class AccessError(Exception):
    """What was asked for is refused, through no defect of ours."""
