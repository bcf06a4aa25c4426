"""P10: what is offered can be booked, and what is not offered cannot."""
