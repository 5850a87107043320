"""Writes pca.csv: principal components by scikit-learn of a matrix that a formula makes.

Usage: python make_pca.py ../resources/dev/grok/theory/representation
Needs numpy and scikit-learn (made with 1.9). The matrix is X[i][c] = sin(1 + 7 i + 3 c + i c c) / (1 + c), 9 x 5 (tall) and
5 x 9 (wide). Columns: matrix, what, row, column, value.
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.decomposition import PCA

rows = ["matrix,what,row,column,value"]


def put(matrix, what, values):
    for (i, j), v in np.ndenumerate(np.atleast_2d(values)):
        rows.append(f"{matrix},{what},{i},{j},{v:.17g}")


for matrix, n, d in (("tall", 9, 5), ("wide", 5, 9)):
    i, c = np.arange(n)[:, None], np.arange(d)[None, :]
    x = np.sin(1.0 + 7 * i + 3 * c + i * c * c) / (1 + c)
    pca = PCA(svd_solver="full").fit(x)
    rank = min(d, n - 1)
    put(matrix, "mean", pca.mean_)
    put(matrix, "components", pca.components_[:rank])
    put(matrix, "variance", pca.explained_variance_)
    put(matrix, "ratio", pca.explained_variance_ratio_)
    two = PCA(n_components=2, svd_solver="full").fit(x)
    other = np.cos(x)
    put(matrix, "transformed", two.transform(other))
    put(matrix, "projected", two.inverse_transform(two.transform(other)))
Path(sys.argv[1], "pca.csv").write_text("\n".join(rows) + "\n")
