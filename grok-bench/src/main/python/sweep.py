"""A lean PyTorch loop over cells of Fig. 6(b). It stops as `grok sweep` does: when both thresholds are
reached, or after 100,000 steps. One forward pass a step gives the loss and both accuracies.

usage: sweep.py INITIAL_STATE.safetensors LEARNING_RATE:WEIGHT_DECAY...
Prints steps to both thresholds and the seconds of each cell.
"""

import json
import struct
import sys
import time

import numpy as np
import torch

import models


def read(path):
    data = open(path, "rb").read()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    types = {"F32": np.float32, "I32": np.int32}
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            values = np.frombuffer(data[8 + length + start : 8 + length + end], types[entry["dtype"]])
            tensors[name] = torch.tensor(values.reshape(entry["shape"]).copy())
    return tensors


def train(state, rate, decay, steps=100_000):
    table = state["embedding.weight"].clone().requires_grad_()
    names = sorted(n for n in state if n.startswith("decoder") or n.startswith("layers"))
    weights = [state[n].clone().requires_grad_() for n in names if n.endswith("weight")]
    biases = [state[n].clone().requires_grad_() for n in names if n.endswith("bias")]
    layers = list(zip(weights, biases))
    pairs = torch.cat([state["train_pairs"], state["validation_pairs"]]).long()
    labels = torch.cat([state["train_labels"], state["validation_labels"]]).long()
    n = len(state["train_labels"])
    targets = state["targets"]
    wanted = targets[labels[:n]]
    optimizer = torch.optim.AdamW(models.toy_groups(table, layers, rate, decay), fused=True)
    first = [None, None]
    for step in range(-1, steps):
        predictions = models.toy_predictions(table, layers, pairs)
        if step >= 0:
            with torch.no_grad():
                right = models.toy_hits(predictions, targets, labels)
                for part, hits in enumerate((right[:n], right[n:])):
                    if first[part] is None and 10 * hits.sum().item() >= 9 * len(hits):
                        first[part] = step
            if None not in first:
                break
        if step + 1 == steps:
            break
        loss = torch.nn.functional.mse_loss(predictions[:n], wanted)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return first, step + 1


if __name__ == "__main__":
    torch.set_num_threads(1)
    initial = read(sys.argv[1])
    total = 0.0
    for cell in sys.argv[2:]:
        rate, decay = map(float, cell.split(":"))
        start = time.perf_counter()
        crossings, made = train(initial, rate, decay)
        seconds = time.perf_counter() - start
        total += seconds
        print(f"{rate:g} {decay:g}: train {crossings[0]} validation {crossings[1]}, {made} steps, {seconds:.2f} s", flush=True)
    print(f"{total:.2f} s in all")
