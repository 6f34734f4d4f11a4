/** What a statement may begin with. */
const keywords: ReadonlySet<string> = new Set(
  (
    'ABORT ALTER ANALYZE BEGIN CALL CHANGE CHECK CHECKPOINT CHECKSUM CLOSE CLUSTER COMMENT COMMIT COPY CREATE DEALLOCATE DECLARE ' +
    'DELETE DESC DESCRIBE DISCARD DO DROP END EXECUTE EXPLAIN FETCH FLUSH GRANT HANDLER INSERT KILL LISTEN LOAD LOCK MERGE MOVE ' +
    'NOTIFY OPTIMIZE PREPARE PURGE REFRESH REINDEX RELEASE RENAME REPAIR REPLACE RESET REVOKE ROLLBACK SAVEPOINT SELECT SET SHOW ' +
    'START STOP TABLE TRUNCATE UNLISTEN UNLOCK UPDATE USE VACUUM VALUES WITH XA'
  ).split(' '),
);

/** Comments, MySQL's too, and brackets may come first; what is beyond the first thousand characters is not looked at. */
const beginning = /^(?:[\s(;]|(?:--|#)[^\n]*\n|\/\*[^]*?\*\/)*([a-z]+)\b/i;
const looked = 1000;

/** The keyword that a statement of SQL begins with, in upper case, if it is one that we know. */
export function operationOf(statement: unknown): string | undefined {
  if (typeof statement !== 'string') return undefined;
  const word = beginning.exec(statement.slice(0, looked))?.[1]?.toUpperCase();
  return word !== undefined && keywords.has(word) ? word : undefined;
}
