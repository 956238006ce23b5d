#include <sqlite3.h>

/// `sqlite3_config` takes a variable number of arguments, which Swift cannot pass.
static inline int certmail_sqlite3_config_memstatus(int isOn) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, isOn);
}

/// The same for the size in bytes up to which a statement's own journal stays in memory.
static inline int certmail_sqlite3_config_statement_journal(int bytes) {
  return sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, bytes);
}
