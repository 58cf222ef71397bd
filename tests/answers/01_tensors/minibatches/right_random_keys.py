"""Sorts random numbers to shuffle, and deals until the deck is used up."""


def minibatches(num_items, batch_size, generator=None):
    deck = torch.rand(num_items, generator=generator).argsort()
    while len(deck) > 0:
        yield deck[:batch_size]
        deck = deck[batch_size:]
