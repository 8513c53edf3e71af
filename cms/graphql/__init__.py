"""The GraphQL kernel: declarations, one visibility policy, batch resolution; knows no app."""
