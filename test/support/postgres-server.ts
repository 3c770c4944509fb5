export { freePort, hasPostgres, startPostgres, type PostgresServer } from '../../src/bench/farm/start-postgres.ts'
