"""Django's own admin over the ledger's tables: what ``bench ledger`` measures against. No part of the product."""
