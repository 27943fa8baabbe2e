import ArgumentParser

await Mlopsd.main()
