import path from 'node:path'
import { bundle, serverBundle } from './bundle'

/** The last step of the build: the production entry as one module. */
const { dir, name } = path.parse(serverBundle)
await bundle(process.cwd(), dir, { [name]: 'server.ts' })
