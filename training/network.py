"""The network: one small pretrained encoder, one light head for every annotation.

All heads read the vector of a word's first piece. Trees and relations are scored by biaffine forms
(Dozat and Manning 2017, https://arxiv.org/abs/1611.01734); everything else is one linear layer.
"""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import BertModel

from kg.nlp.wordpieces import CASE_CLASSES

ARC, LABEL, RELATION = 256, 128, 128


@dataclass(slots=True)
class Labels:
    """The label inventory of each head, in the order of its output."""

    pos: list[str]
    tag: list[str]
    dep: list[str]
    entity: list[str]
    frame: list[str]
    relation: list[str]
    kind: list[str]
    status: list[str]


def with_one(x: Tensor) -> Tensor:
    """Append a constant 1, so that a bilinear form has its linear terms."""
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


class Network(nn.Module):
    """Encoder and heads; `words` gives word vectors, the other methods score them."""

    def __init__(self, encoder: Path, labels: Labels, *, dropout: float = 0.1) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(encoder, add_pooling_layer=False, attn_implementation="eager")
        size = self.bert.config.hidden_size
        self.case = nn.Embedding(CASE_CLASSES, size)
        nn.init.normal_(self.case.weight, std=0.02)
        self.dropout = nn.Dropout(dropout)
        self.sentence = nn.Linear(size, 2)
        self.pos = nn.Linear(size, len(labels.pos))
        self.tag = nn.Linear(size, len(labels.tag))
        self.entity = nn.Linear(size, len(labels.entity))
        self.frame = nn.Linear(size, len(labels.frame))
        self.kind = nn.Linear(size, len(labels.kind))
        self.status = nn.Linear(size, len(labels.status))
        self.root = nn.Parameter(torch.randn(size) * 0.02)
        self.arc_dependent, self.arc_head = nn.Linear(size, ARC), nn.Linear(size, ARC)
        self.arc = nn.Parameter(torch.randn(ARC + 1, ARC) * 0.02)
        self.label_dependent, self.label_head = nn.Linear(size, LABEL), nn.Linear(size, LABEL)
        self.label = nn.Parameter(torch.randn(len(labels.dep), LABEL + 1, LABEL + 1) * 0.02)
        self.relation_anchor, self.relation_other = nn.Linear(size, RELATION), nn.Linear(size, RELATION)
        self.relation = nn.Parameter(torch.randn(len(labels.relation), RELATION + 1, RELATION + 1) * 0.02)

    def encode(self, pieces: Tensor, cases: Tensor, mask: Tensor) -> Tensor:
        """(batch, pieces) → (batch, pieces, size)."""
        embedded = self.bert.embeddings.word_embeddings(pieces) + self.case(cases)
        return self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state

    def words(self, pieces: Tensor, cases: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """Vectors of the words' first pieces: (batch, words, size)."""
        hidden = self.encode(pieces, cases, mask)
        return self.dropout(torch.gather(hidden, 1, first.unsqueeze(-1).expand(-1, -1, hidden.size(-1))))

    def arcs(self, words: Tensor) -> Tensor:
        """Scores of every head for every word, head 0 is the root: (batch, words, words + 1)."""
        heads = F.gelu(self.arc_head(self._with_root(words)))
        return with_one(F.gelu(self.arc_dependent(words))) @ self.arc @ heads.transpose(1, 2)

    def labels(self, words: Tensor, heads: Tensor) -> Tensor:
        """Label scores for one given head (0 is the root) a word: (batch, words, labels)."""
        every = with_one(F.gelu(self.label_head(self._with_root(words))))
        chosen = torch.gather(every, 1, heads.unsqueeze(-1).expand(-1, -1, every.size(-1)))
        return torch.einsum("bni,lij,bnj->bnl", with_one(F.gelu(self.label_dependent(words))), self.label, chosen)

    def relations(self, words: Tensor) -> Tensor:
        """Log-odds that a relation holds from word i to word j: (batch, relations, words, words)."""
        anchor = with_one(F.gelu(self.relation_anchor(words)))
        other = with_one(F.gelu(self.relation_other(words)))
        return torch.einsum("bni,rij,bmj->brnm", anchor, self.relation, other)

    def _with_root(self, words: Tensor) -> Tensor:
        return torch.cat([self.root.expand(words.size(0), 1, -1), words], 1)
