import Commands

CnnlabCommand.main()
