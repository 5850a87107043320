"""Steps that PyTorch takes to 60 % of MNIST's test images: Fig. 8 and 20, 1,000 images, all parameters times 9.

usage: mnist.py DIRECTORY WEIGHT_DECAY SEED...
The directory holds the four IDX files, gzipped or not. Accuracies are looked at every 100 steps.
"""

import gzip
import pathlib
import sys

import numpy as np
import torch

import models

torch.set_num_threads(1)


def idx(directory, *names):
    """The array in the first IDX file whose name begins with one of the given."""
    path = next(p for name in names for p in sorted(directory.glob(name + "*")))
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    axes = data[3]
    shape = [int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(axes)]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * axes).reshape(shape)


def pixels(images):
    return torch.tensor(images.reshape(-1, 784) / 255.0).float()


def steps_to_generalize(train, test, decay, seed):
    (x, y), (x_test, y_test) = train, test
    torch.manual_seed(seed)
    net = models.mnist()
    with torch.no_grad():
        for p in net.parameters():
            p.mul_(9.0)
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=decay, fused=True)
    one_hot = torch.eye(10)
    known, step = None, 0
    while step < 40_000:
        for batch in torch.randperm(1000).split(200):
            if step % 100 == 0:
                with torch.no_grad():
                    if known is None and (net(x).argmax(1) == y).float().mean() >= 0.9:
                        known = step
                    if (net(x_test).argmax(1) == y_test).float().mean() >= 0.6:
                        return known, step
            loss = torch.nn.functional.mse_loss(net(x[batch]), one_hot[y[batch]])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
    return known, None


def main():
    directory = pathlib.Path(sys.argv[1])
    images = idx(directory, "train10k-images", "train-images")[:1000]
    labels = idx(directory, "train10k-labels", "train-labels")[:1000]
    train = pixels(images), torch.tensor(labels.astype(np.int64))
    labels = idx(directory, "t10k-labels")
    test = pixels(idx(directory, "t10k-images")), torch.tensor(labels.astype(np.int64))
    for seed in map(int, sys.argv[3:]):
        known, generalizes = steps_to_generalize(train, test, float(sys.argv[2]), seed)
        print(f"decay {sys.argv[2]} seed {seed}: 90 % of the training images after {known} steps,"
              f" 60 % of the test images after {generalizes}", flush=True)


if __name__ == "__main__":
    main()
