"""taizhang (台账): annual key projects and bulletins, every figure traced to its evidence."""
